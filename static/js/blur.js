/* Frames drawn on a picture, beside the squares that are pressed. Enhances

   <form data-veche-module="…/blur.js" data-hint="…" data-drawn="…" data-remove="…">
     <input type="hidden" name="drawn"> <p data-veche-blur-hint></p>
     <fieldset class="blur"><img …><div class="blur__grid">…boxes…</div></fieldset>
   </form>

   A frame is written into the hidden field in thousandths of the picture's sides, «left,top,right,bottom;…». A press
   that does not move stays a press on a square. */
const MOST = 40;
const SMALLEST = 8;

export function setUp(form) {
  const field = form.elements.drawn;
  const grid = form.querySelector(".blur__grid");
  const hint = form.querySelector("[data-veche-blur-hint]");
  const areas = field.value
    .split(";")
    .filter(Boolean)
    .map((part) => part.split(",").map(Number));
  let start = null;
  let draft = null;
  let drawn = false;

  hint.textContent = form.dataset.hint;
  grid.classList.add("is-drawn");

  function place(box, [left, top, right, bottom]) {
    Object.assign(box.style, {
      left: `${left / 10}%`,
      top: `${top / 10}%`,
      width: `${(right - left) / 10}%`,
      height: `${(bottom - top) / 10}%`,
    });
  }

  function show() {
    grid.querySelectorAll(".blur__area").forEach((box) => box.remove());
    areas.forEach((area, number) => {
      const box = document.createElement("button");
      Object.assign(box, { type: "button", className: "blur__area", title: form.dataset.remove });
      box.setAttribute("aria-label", `${form.dataset.remove} ${number + 1}`);
      box.addEventListener("click", () => {
        areas.splice(number, 1);
        show();
      });
      place(box, area);
      grid.append(box);
    });
    field.value = areas.map((area) => area.join(",")).join(";");
    hint.textContent = areas.length ? `${form.dataset.drawn} ${areas.length}` : form.dataset.hint;
  }

  const thousandths = (event) => {
    const frame = grid.getBoundingClientRect();
    const within = (value) => Math.min(1000, Math.max(0, Math.round(value * 1000)));
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };

  grid.addEventListener("pointerdown", (event) => {
    drawn = false;
    if (event.button === 0 && !event.target.closest(".blur__area")) start = { at: thousandths(event), x: event.clientX, y: event.clientY };
  });

  grid.addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!draft) {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < SMALLEST) return;
      draft = document.createElement("span");
      draft.className = "blur__area";
      grid.append(draft);
      grid.setPointerCapture(event.pointerId);
    }
    const [x, y] = thousandths(event);
    const [left, top] = start.at;
    draft.area = [Math.min(left, x), Math.min(top, y), Math.max(left, x), Math.max(top, y)];
    place(draft, draft.area);
  });

  function finish(event) {
    if (draft) {
      const [left, top, right, bottom] = draft.area;
      draft.remove();
      if (event.type === "pointerup" && right > left && bottom > top && areas.length < MOST) areas.push(draft.area);
      show();
      drawn = true;
    }
    start = draft = null;
  }
  /* The press that ends a frame must not mark the square under it. */
  grid.addEventListener("click", (event) => drawn && event.preventDefault(), true);
  grid.addEventListener("pointerup", finish);
  grid.addEventListener("pointercancel", finish);
  show();
}
