// A second implementation of codes: `node cose_node.mjs FOLDER verify|sign`, one JSON on each side.
//
// FOLDER is where @auth0/cose, base45 and cbor-x are installed. In: {text, key} or {claims, kid, key},
// with a JSON Web Key. Out: {payload} (the claims as [name, value] pairs) or {text}.
import { createRequire } from "node:module";
import { webcrypto as crypto } from "node:crypto";
import { readFileSync } from "node:fs";

const [folder, act] = process.argv.slice(2);
const require = createRequire(folder + "/");
const { Sign1 } = require("@auth0/cose");
const base45 = require("base45");
const { Encoder } = require("cbor-x");

const cbor = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true });
const given = JSON.parse(readFileSync(0, "utf8"));
const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const key = await crypto.subtle.importKey("jwk", given.key, algorithm, true, [act]);
const prefix = "KN1:";

function plain(value) {
  if (value instanceof Map) return [...value].map((pair) => pair.map(plain));
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value;
}

async function verify() {
  const octets = base45.decode(given.text.slice(prefix.length));
  const message = Sign1.decode(Buffer.from(octets));
  await message.verify(key);
  return { payload: plain(cbor.decode(message.payload)) };
}

async function sign() {
  const claims = new Map(given.claims.map(([name, value]) => [name, name === 7 ? Buffer.from(value, "hex") : pairs(value)]));
  const headers = [[1, -7], [4, Buffer.from(given.kid, "hex")]];
  const message = await Sign1.sign(headers, [], cbor.encode(claims), key);
  return { text: prefix + base45.encode(Buffer.from(message.encode())) };
}

function pairs(value) {
  return Array.isArray(value) ? new Map(value) : value;
}

console.log(JSON.stringify(await { verify, sign }[act]()));
