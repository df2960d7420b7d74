// @ts-check
// A simulated call: the simulator's call control asks the node; here it is heard, and keys are pressed.
"use strict";

/** The pause after what was said, or before the next look; and what was asked so far. */
let pause = 0;
let asked = Promise.resolve();
/** The calls whose price was counted. */
const counted = new Set();

/** @returns {HTMLFormElement} */
const line = () => part("dial");

/** @param {string} tab */
function turn(tab) {
  for (const button of part("tabs").children) {
    const mine = button.dataset.tab === tab;
    part(button.dataset.tab).hidden = !mine;
    button.setAttribute("aria-pressed", String(mine));
  }
}

/** Ask the call control, by a key or a button, or how the call stands: one after the other.
 * @param {Record<string, string>} [act] */
function ask(act) {
  clearTimeout(pause);
  asked = asked.then(() => answer(act)).catch((error) => log("!", String(error)));
}

/** @param {Record<string, string>} [act] */
async function answer(act) {
  const given = new FormData(line());
  for (const [name, value] of Object.entries(act ?? {})) given.set(name, value);
  const address = part("call").dataset.address;
  const headers = { "X-Kene-Fragment": "call" };
  const response = act
    ? await fetch(address, { method: "POST", body: given, headers })
    : await fetch(`${address}&numero=${encodeURIComponent(part("number").value)}`, { headers });
  if (!response.ok) throw new Error(String(response.status));
  if (act?.touche) log(">", act.touche);
  const pressed = /** @type {HTMLButtonElement} */ (document.activeElement)?.value;
  const shown = await response.text();
  for (const sound of line().querySelectorAll("audio")) sound.pause(); // it would play on, unseen
  clearTimeout(pause);
  part("call").innerHTML = shown;
  if (pressed) /** @type {HTMLElement} */ (line().querySelector(`[value="${pressed}"]`))?.focus();
  begin();
}

/** Play what is said, one sound after the other; then wait for a key as long as the node asks. */
function begin() {
  const { state = "", session = "", seconds = "0", payer, patience } = line().dataset;
  const sounds = [...line().querySelectorAll("audio")];
  line().dataset.since = String(Date.now() - 1000 * Number(seconds));
  if (sounds.length) log("«", line().querySelector("[role=status]").innerText);
  if (state === "ringing") turn("call");
  if (state === "beeped" || state === "ringing") pause = setTimeout(ask, 2_000);
  if (state === "over" || state === "failed") {
    if (session && !counted.has(session)) pay(/** @type {"citizen" | "state"} */ (payer), cost(Number(seconds)));
    counted.add(session);
    poll();
    look();
  }
  if (state !== "talking") return;
  const rest = () => {
    if (line().elements.namedItem("dit")) return; // whoever speaks takes their time
    pause = setTimeout(() => ask({ acte: "attendre" }), patience ? 1000 * Number(patience) : 300);
  };
  sounds.forEach((each, place) => {
    each.addEventListener("play", () => clearTimeout(pause));
    each.addEventListener("ended", () => (sounds[place + 1] ? sounds[place + 1].play() : rest()));
  });
  if (sounds.length) sounds[0].play().catch(() => {});
  else rest();
}

/** FCFA of so many seconds. @param {number} seconds */
const cost = (seconds) => Math.ceil((seconds * (network.minute ?? 0)) / 60);

function meter() {
  if (line().dataset.state !== "talking") return;
  const seconds = Math.floor((Date.now() - Number(line().dataset.since)) / 1000);
  part("lasts").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (part("cost")) part("cost").textContent = String(cost(seconds));
}

part("call").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const { name, value } = /** @type {HTMLButtonElement} */ (event.submitter);
  ask({ [name]: value });
});
document.addEventListener("keydown", (event) => {
  const inside = /** @type {HTMLElement} */ (event.target).closest("input, select, textarea");
  if (part("call").hidden || inside || line().dataset.state !== "talking") return;
  if (/^[0-9*#]$/.test(event.key)) ask({ touche: event.key });
  else if (event.key === "Escape") ask({ acte: "raccrocher" });
});
document.addEventListener("click", (event) => {
  const { tab } = /** @type {HTMLElement} */ (event.target).dataset;
  if (tab) turn(tab);
});
part("number").addEventListener("change", () => ask());

turn("phone");
part("tabs").hidden = false;
setInterval(meter, 500);
begin();
