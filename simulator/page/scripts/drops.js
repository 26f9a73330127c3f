/** Files dragged onto the conversation. */

/** Hand files dropped on `target` to `take(files)` while `ready()`. */
export function receiveDrops(target, ready, take) {
  target.addEventListener("dragover", (event) => {
    if (!ready()) return;
    event.preventDefault();
    target.classList.add("dropping");
  });
  for (const name of ["dragleave", "drop"]) target.addEventListener(name, () => target.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    if (ready() && event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  });
}
