/* A picture "after" from the place of the picture "before": that one lies half-transparent over the camera. Enhances

   <form data-veche-module="…/overlay.js" data-open="…" data-shoot="…" data-close="…" data-opacity="…" data-taken="…"
         data-refused="…"> <input type="file" multiple data-veche-overlay="address of the picture before"> </form>

   What is taken is put beside the files chosen before. Without scripts or a camera the file field is there as ever. */
const QUALITY = 0.92;
const USUAL_OPACITY = 45;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function setUp(form) {
  const field = form.querySelector("[data-veche-overlay]");
  if (!field || !navigator.mediaDevices?.getUserMedia) return;
  const words = form.dataset;
  const open = element("button", { type: "button", className: "btn btn--2", textContent: words.open });
  const told = element("p", { className: "small muted" });
  told.setAttribute("role", "status");
  field.after(open, told);

  const video = element("video", { autoplay: true, muted: true, playsInline: true });
  const before = element("img", { alt: "" });
  const range = element("input", { type: "range", min: 0, max: 90, value: USUAL_OPACITY });
  const shoot = element("button", { type: "button", className: "btn", textContent: words.shoot });
  const close = element("button", { type: "button", className: "btn btn--2", textContent: words.close });
  const stage = element("div", { className: "overlay__stage" }, video, before);
  const label = element("label", { className: "overlay__range" }, words.opacity, range);
  const bar = element("div", { className: "row overlay__bar" }, shoot, close);
  const dialog = element("dialog", { className: "overlay" }, stage, label, bar);
  dialog.setAttribute("aria-label", words.open);
  form.append(dialog);

  const see = () => (before.style.opacity = range.value / 100);
  range.addEventListener("input", see);
  see();

  function stop() {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }

  open.addEventListener("click", async () => {
    told.textContent = "";
    open.disabled = true;
    try {
      const picture = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } };
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: picture, audio: false });
      before.src = field.dataset.vecheOverlay;
      dialog.showModal();
    } catch {
      stop();
      told.textContent = words.refused;
    } finally {
      open.disabled = false;
    }
  });

  shoot.addEventListener("click", () => {
    if (!video.videoWidth) return;
    const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob(
      (blob) => {
        const files = new DataTransfer();
        for (const file of field.files) files.items.add(file);
        files.items.add(new File([blob], `after-${files.files.length + 1}.jpg`, { type: "image/jpeg" }));
        field.files = files.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        told.textContent = `${words.taken} ${field.files.length}`;
        dialog.close();
      },
      "image/jpeg",
      QUALITY,
    );
  });

  close.addEventListener("click", () => dialog.close());
  // Also after Escape: nobody is filmed behind a closed window.
  dialog.addEventListener("close", () => {
    stop();
    open.focus();
  });
  window.addEventListener("pagehide", stop);
}
