/* A photo viewer on <dialog>: arrows, Escape, a description. Without scripts each picture is a link to the large one. */
export function open(thumbs, first) {
  const links = Array.from(thumbs.querySelectorAll("a[data-veche-photo]"));
  let index = links.indexOf(first);
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", thumbs.dataset.label);

  const button = (name, words, act) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `viewer__${name}`;
    element.textContent = { back: "‹", next: "›", close: "✕" }[name];
    element.setAttribute("aria-label", words);
    element.addEventListener("click", act);
    return element;
  };
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  caption.setAttribute("aria-live", "polite");
  figure.append(image, caption);

  const show = (step) => {
    index = (index + step + links.length) % links.length;
    const alt = links[index].querySelector("img")?.alt || links[index].textContent.trim();
    image.src = links[index].href;
    image.alt = alt;
    caption.textContent = `${index + 1} / ${links.length}. ${alt}`;
  };
  dialog.append(figure);
  if (links.length > 1)
    dialog.append(
      button("back", thumbs.dataset.back, () => show(-1)),
      button("next", thumbs.dataset.next, () => show(1)),
    );
  dialog.append(button("close", thumbs.dataset.close, () => dialog.close()));

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(1);
    if (event.key === "ArrowLeft") show(-1);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[index].focus();
  });
  document.body.append(dialog);
  show(0);
  dialog.showModal();
}
