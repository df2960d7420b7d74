// @ts-check
// What the node did for the simulated phone: its cases, their decisions, and why.
"use strict";

/**
 * @typedef {{number: string, title: string, version: string, lines: string[],
 *   events: {at: string, what: string, detail: string}[]}} Case
 */

/** What is served, and the doings on display: each is drawn again only when it changes. */
let served = "";
let drawn = "";

/** @param {string} name @param {string} text @param {(string | Node)[]} inside */
function element(name, text, ...inside) {
  const made = document.createElement(name);
  made.append(text, ...inside);
  return made;
}

/** @param {Case} each */
function card({ number, title, version, lines, events }) {
  const made = element("div", "", element("h3", `${number} · ${title}`), element("p", lines.join(" ")));
  const steps = events.map(({ at, what, detail }) => {
    const clock = new Date(at).toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
    return element("li", `${clock} · ${what}`, ...(detail ? [element("small", detail)] : []));
  });
  made.className = "case";
  made.append(element("ol", "", ...steps), element("small", version));
  return made;
}

/** Look at what the node did for this phone; begin anew where a service was published meanwhile. */
async function look() {
  const number = part("number").value;
  const answer = await fetch(`${network.facts}&numero=${encodeURIComponent(number)}`);
  if (!answer.ok || number !== part("number").value) return;
  /** @type {{services: string, cases: Case[]}} */
  const { services, cases } = await answer.json();
  const now = JSON.stringify(cases);
  if (now !== drawn) {
    drawn = now;
    part("doings").replaceChildren(...cases.map(card));
    part("nothing").hidden = cases.length > 0;
  }
  if (served && services !== served) {
    acts.end();
    show(say("changed"));
    web.setAttribute("src", "/");
  }
  served = services;
}

const web = element("iframe", "");
web.className = "small";
web.setAttribute("title", part("frame").dataset.title);
web.setAttribute("src", "/");
part("frame").append(web);
part("number").addEventListener("change", look);
setInterval(() => document.visibilityState === "visible" && look(), 3_000);
look();
