/** "Typing…" lasts a few seconds, or until the message comes. */

const LASTS_MS = 5000;

/** {action, began(action), ended()}: `action` is what somebody is doing now, or null; `redraw` is called when that changes by itself. */
export function typingState(redraw) {
  let timer = 0;
  const state = {
    action: null,
    began(action) {
      clearTimeout(timer);
      state.action = action ?? "typing";
      timer = setTimeout(() => {
        state.action = null;
        redraw();
      }, LASTS_MS);
    },
    ended() {
      clearTimeout(timer);
      state.action = null;
    },
  };
  return state;
}
