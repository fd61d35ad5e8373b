/* The ballot with scripts: places given by buttons, costs added up, "none of these" in place of the others.
   Without this file the same fields are selects and checkboxes. */

const all = (selector, root) => Array.from(root.querySelectorAll(selector));

function button(word, label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn--2 btn--s", textContent: word });
  made.setAttribute("aria-label", `${word}: ${label}`);
  made.addEventListener("click", act);
  return made;
}

/* Two lists, with places and without; the selects stay in the form, unseen, and hold the outcome. */
function ranking(box) {
  const places = box.querySelector("[data-places]");
  const options = all("[data-place]", places).map((row) => {
    const select = row.querySelector("select");
    return { name: row.querySelector("[data-name]").textContent, small: row.querySelector("small"), select };
  });
  let order = options
    .filter((option) => option.select.value)
    .sort((one, other) => Number(one.select.value) - Number(other.select.value));
  const lists = document.createElement("div");
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  const none = box.querySelector("input[type=checkbox]");

  const list = (heading, tag, look, rows) => {
    const title = document.createElement("h3");
    title.textContent = heading;
    title.hidden = !rows.length;
    const made = document.createElement(tag);
    made.className = `rank__list ${look}`;
    made.append(...rows);
    made.hidden = !rows.length;
    return [title, made];
  };
  const show = () => {
    options.forEach((option) => (option.select.value = order.includes(option) ? order.indexOf(option) + 1 : ""));
    const left = options.filter((option) => !order.includes(option));
    lists.replaceChildren(
      ...list(box.dataset.ranked, "ol", "rank__list--in", order.map((option) => row(option, true))),
      ...list(box.dataset.rest, "ul", "", left.map((option) => row(option, false)))
    );
  };
  const move = (option, to, word) => {
    order = order.filter((one) => one !== option);
    if (to >= 0) {
      order.splice(to, 0, option);
      if (none) none.checked = false;
    }
    show();
    const at = order.indexOf(option);
    said.textContent = `${option.name}: ${at < 0 ? box.dataset.left : `${box.dataset.said} ${at + 1}`}`;
    /* The same button stays in hand; where it cannot go on, its neighbour. */
    const here = lists.querySelector(`[data-option="${options.indexOf(option)}"]`);
    const same = all("button", here).find((one) => one.textContent === word && !one.disabled);
    (same || here.querySelector("button:not(:disabled)")).focus();
  };
  const row = (option, isIn) => {
    const item = document.createElement("li");
    item.dataset.option = options.indexOf(option);
    const name = document.createElement("span");
    name.className = "rank__name";
    name.textContent = option.name;
    if (option.small) name.append(option.small.cloneNode(true));
    name.querySelector("small")?.removeAttribute("id");
    item.append(name);
    if (!isIn) {
      item.append(button(box.dataset.add, option.name, () => move(option, order.length, box.dataset.add)));
      return item;
    }
    const at = order.indexOf(option);
    const up = button(box.dataset.up, option.name, () => move(option, at - 1, box.dataset.up));
    const down = button(box.dataset.down, option.name, () => move(option, at + 1, box.dataset.down));
    up.disabled = at === 0;
    down.disabled = at === order.length - 1;
    item.append(up, down, button(box.dataset.out, option.name, () => move(option, -1, box.dataset.out)));
    return item;
  };

  /* After a refusal the fields themselves show what is wrong. */
  if (options.some((option) => option.select.disabled) || box.querySelector(".err")) return;
  if (none)
    none.addEventListener("change", () => {
      if (!none.checked || !order.length) return;
      order = [];
      show();
    });
  places.hidden = true;
  places.before(lists, said);
  show();
}

/* "None of these" and the others exclude each other. */
function exclusive(form) {
  const nones = all("input[type=checkbox][value=none]", form);
  nones.forEach((none) => {
    const others = all(`input[name="${none.name}"]`, form).filter((one) => one !== none);
    none.addEventListener("change", () => none.checked && others.forEach((one) => (one.checked = false)));
    others.forEach((one) => one.addEventListener("change", () => one.checked && (none.checked = false)));
  });
}

/* What the chosen projects cost together; read out after a pause, not at each mark. */
function sum(out, form) {
  const boxes = all("input[data-cost]", form);
  const language = document.documentElement.lang;
  let timer;
  const show = () => {
    const total = boxes.filter((box) => box.checked).reduce((whole, box) => whole + Number(box.dataset.cost), 0);
    out.hidden = !total;
    out.textContent = out.dataset.words.replace("%s", `${total.toLocaleString(language)}\u00a0₽`);
  };
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 200);
  });
  show();
}

export function setUp(form) {
  all("[data-rank]", form).forEach(ranking);
  all("[data-veche-sum]", form).forEach((out) => sum(out, form));
  exclusive(form);
}
