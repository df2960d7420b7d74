// Makes a photo small, then sends it in pieces, which go on where they were once the network is
// back. Where a browser can't, and whatever is refused, goes through the form, as without a script.
"use strict";
const SIDE = 1600, QUALITY = 0.8, PIECE = 16384, WAIT = 3000;
const form = document.querySelector("form[data-sent]");
const told = form.querySelector("output");

form.addEventListener("submit", (event) => {
  const [file] = form.elements.picture.files;
  if (!file || !self.createImageBitmap || !self.crypto?.subtle) return;
  event.preventDefault();
  form.querySelector("button").disabled = true;
  say(form.dataset.ready);
  small(file).then(send).catch(() => form.submit());
});

function say(words, share = 0) {
  told.hidden = false;
  told.textContent = words.replace("{n}", Math.floor(100 * share));
}

// The place and the date of the photo stay on the telephone.
async function small(file) {
  const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE / Math.max(photo.width, photo.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(photo.width * scale);
  canvas.height = Math.round(photo.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(photo, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return made.arrayBuffer();
}

async function send(octets) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", octets));
  const name = Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
  let at = -1, known = 0; // where the next piece begins; not known before the node has said it
  for (;;) {
    const answer = await (at < 0 ? ask(name) : give(name, octets, at)).catch(() => null);
    if (!answer || answer.status >= 500) {
      say(form.dataset.cut, known / octets.byteLength);
      await new Promise((done) => setTimeout(done, WAIT));
      at = -1;
    } else if (answer.headers.get("Upload-Complete") === "?1") {
      location.assign("/dossier/");
      return;
    } else if (answer.status === 204 || answer.status === 409) {
      known = at = Number(answer.headers.get("Upload-Offset"));
      say(form.dataset.sent, at / octets.byteLength);
    } else throw new Error(answer.status);
  }
}

function ask(name) {
  return fetch(`${name}/`, { method: "HEAD" });
}

function give(name, octets, at) {
  const end = Math.min(at + PIECE, octets.byteLength);
  return fetch(`${name}/`, {
    method: "PATCH",
    body: octets.slice(at, end),
    headers: {
      "Content-Type": "application/partial-upload",
      "Upload-Offset": at,
      "Upload-Complete": end === octets.byteLength ? "?1" : "?0",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    },
  });
}
