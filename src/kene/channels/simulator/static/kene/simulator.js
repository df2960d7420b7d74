// @ts-check
// The simulated handset: it speaks to the node exactly as an operator's gateway does.
"use strict";

/**
 * @typedef {{ussd: string, sms: string, report: string, messages: string, facts: string, code: string,
 *   price: number | null, minute: number | null, octets: number, basic: string, extension: string,
 *   words: Record<string, string>}} Network
 * @typedef {{reference: string, at: string, text: string, segments: number, cost: number | null}} Message
 */

/** @param {string} name @returns {any} */
const part = (name) => document.getElementById(`page-${name}`);
/** @type {Network} */
const network = JSON.parse(part("network").textContent);

/** The open USSD session: its identifier, and all that was typed in it. */
let session = "";
/** @type {string[]} */
let typed = [];
let busy = false;
/** Whether keys give letters, and which was pressed last, when: again, it gives the next one. */
let spelling = false;
let last = "";
let at = 0;
let paid = { citizen: 0, state: 0 };
/** @type {Set<string>} */
let seen = new Set();

/** @param {string} key @param {Record<string, string | number>} [details] */
function say(key, details = {}) {
  const all = { code: network.code, ...details };
  return network.words[key].replace(/{(\w+)}/g, (_, name) => String(all[name]));
}

/** Septets of a text in the phones' 7-bit alphabet, or -1 when it needs UCS-2.
 * @param {string} text */
function septets(text) {
  let count = 0;
  for (const letter of text) {
    if (network.extension.includes(letter)) count += 2;
    else if (network.basic.includes(letter)) count += 1;
    else return -1;
  }
  return count;
}

/** @param {string} text */
function octets(text) {
  const units = septets(text);
  return units < 0
    ? { octets: 2 * text.length, encoding: "UCS-2" }
    : { octets: Math.ceil((7 * units) / 8), encoding: "GSM 7 bits" };
}

/** SMS segments, as the operator bills them. @param {string} text */
function segments(text) {
  const units = septets(text);
  const [size, one, many] = units < 0 ? [text.length, 70, 67] : [units, 160, 153];
  return size <= one ? 1 : Math.ceil(size / many);
}

/** @param {boolean} on */
function spell(on) {
  spelling = on;
  last = "";
  part("operator").textContent = on ? "Abc" : session ? "123" : say("operator");
}

/** @param {string} text */
function show(text) {
  part("screen").textContent = text;
  part("screen").scrollTop = 0;
}

/** @param {string} mark @param {string} text */
function log(mark, text) {
  const line = document.createElement("p");
  line.textContent = `${mark} ${text}`;
  part("log").append(line);
  part("log").scrollTop = part("log").scrollHeight;
}

/** @param {"citizen" | "state"} who @param {number} francs */
function pay(who, francs) {
  paid[who] += francs;
  part(who).textContent = String(paid[who]);
}

/** @param {boolean} on */
function connected(on) {
  session = on ? session : "";
  spell(false);
  typed = on ? typed : [];
  part("phone").classList.toggle("online", on);
}

/** @param {string} text */
function measured(text) {
  part("octets").textContent = text
    ? say("octets", { ...octets(text), most: network.octets })
    : "–";
}

/** Send the session's next hop, and show the page that comes back. */
async function hop() {
  const mine = session;
  busy = true;
  show(say("wait"));
  const body = new URLSearchParams({
    sessionId: session,
    serviceCode: network.code,
    phoneNumber: part("number").value,
    text: typed.join("*"),
  });
  try {
    const answer = await fetch(network.ussd, { method: "POST", body });
    const text = await answer.text();
    if (mine !== session) return;
    if (!answer.ok) throw new Error(text);
    const page = text.slice(4);
    log("«", page);
    measured(page);
    show(page);
    if (text.startsWith("END")) connected(false);
  } catch (error) {
    if (mine !== session) return;
    connected(false);
    log("!", String(error));
    show(say("failed"));
  } finally {
    busy = false;
    poll();
  }
}

/** @param {string} entry */
function dial(entry) {
  const root = network.code.replace(/#$/, "");
  log(">", entry);
  if (!entry.startsWith(root) || !/^[*#]/.test(entry.slice(root.length))) {
    show(say("unknown"));
    return;
  }
  const rest = entry.slice(root.length).replace(/#$/, "").replace(/^\*/, "");
  session = Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(36)).join("");
  typed = rest ? rest.split("*") : [];
  connected(true);
  pay("citizen", Number(part("price").value) || 0);
  hop();
}

function send() {
  const entry = part("entry").value.trim();
  part("entry").value = "";
  if (busy) return;
  if (!session) {
    dial(entry || network.code);
    return;
  }
  log(">", entry);
  typed.push(entry);
  spell(false);
  hop();
}

/** A key's press: a digit, or in a session after `#`, the next of the key's letters, a
 * capital where a word begins.
 * @param {HTMLElement} button */
function press({ dataset: { key = "", letters = "" } }) {
  const entry = part("entry");
  if (session && key === "#") {
    spell(!spelling);
  } else if (!session || !spelling || letters.length < 2) {
    entry.value += key;
  } else {
    const again = last === key && Date.now() - at < 900;
    const before = again ? entry.value.slice(0, -1) : entry.value;
    const now = again ? entry.value.slice(-1).toLowerCase() : "";
    const letter = letters[(now ? letters.indexOf(now) + 1 : 0) % letters.length];
    entry.value = before + (/(^|\s)$/.test(before) ? letter.toUpperCase() : letter);
    [last, at] = [key, Date.now()];
  }
}

/** @type {Record<string, () => void>} */
const acts = {
  clear: () => {
    part("entry").value = part("entry").value.slice(0, -1);
  },
  end: () => {
    if (session) log("=", say("ended"));
    connected(false);
    busy = false;
    part("entry").value = "";
    measured("");
    show(say("idle"));
  },
  lose: () => {
    connected(false);
    busy = false;
    log("=", say("lost").split("\n")[0]);
    show(say("lost"));
  },
};

/** @param {"node" | "me"} who @param {string} text @param {number} count */
function message(who, text, count) {
  const line = document.createElement("li");
  line.className = who;
  const note = document.createElement("small");
  const cost = network.price === null ? say("unpriced") : `${count * network.price} ${say("francs")}`;
  note.textContent = `${say(who)} · ${say(count > 1 ? "segments" : "segment", { n: count })} · ${cost}`;
  line.append(text, note);
  part("inbox").append(line);
  part("empty").hidden = true;
  pay(who === "me" ? "citizen" : "state", count * (network.price ?? 0));
}

/** Send a message to the node's number; what it answers comes back as a message. */
async function write() {
  const text = part("sms").value.trim();
  if (!text) return;
  part("sms").value = "";
  message("me", text, segments(text));
  const body = new URLSearchParams({
    from: part("number").value,
    id: crypto.getRandomValues(new Uint32Array(2)).join("-"),
    text,
    charset: "UTF-8",
  });
  try {
    const answer = await (await fetch(network.sms, { method: "POST", body })).text();
    if (answer) message("node", answer, segments(answer));
  } catch {
    show(say("failed"));
  }
}

/** Take the messages that came, and report them delivered, as a network does. */
async function poll() {
  const number = part("number").value;
  const answer = await fetch(`${network.messages}?numero=${encodeURIComponent(number)}`);
  if (!answer.ok || number !== part("number").value) return;
  /** @type {{messages: Message[]}} */
  const { messages } = await answer.json();
  for (const each of messages.filter(({ reference }) => !seen.has(reference))) {
    seen.add(each.reference);
    message("node", each.text, each.segments);
    log("✉", each.text);
    part("operator").textContent = say("new");
    fetch(`${network.report}?reference=${each.reference}&type=1`);
  }
}

function change() {
  seen = new Set();
  paid = { citizen: 0, state: 0 };
  pay("citizen", 0);
  pay("state", 0);
  part("inbox").replaceChildren();
  part("log").replaceChildren();
  part("empty").hidden = false;
  acts.end();
  poll();
}

function tick() {
  const now = new Date();
  part("clock").textContent = now.toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
}

part("phone").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  send();
});
part("write").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  write();
});
part("number").addEventListener("change", change);
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  if (button?.dataset.key && part("phone").contains(button)) press(button);
  if (button?.dataset.act) acts[button.dataset.act]();
});
document.addEventListener("keydown", (event) => {
  const inside = /** @type {HTMLElement} */ (event.target).closest("input, select, textarea, button");
  if (part("phone").hidden) return;
  if (event.key === "Escape") acts.end();
  else if (!inside && /^[0-9*#]$/.test(event.key)) part("entry").value += event.key;
  else if (!inside && event.key === "Enter") send();
  else if (!inside && event.key === "Backspace") acts.clear();
});

tick();
setInterval(tick, 10_000);
setInterval(() => document.visibilityState === "visible" && poll(), 3_000);
change();
