// Records a voice, and gives it to the form as the WAV file that the node takes: 8,000 Hz, 16 bits.
"use strict";

const RATE = 8000;
const LONGEST = 30000;
const button = document.getElementById("record");
const field = document.getElementById("son");
const heard = document.getElementById("heard");
let recorder = null;

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((s, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, s)) * 32767, true));
  return view.buffer;
}

async function kept(blob) {
  const sound = await new AudioContext().decodeAudioData(await blob.arrayBuffer());
  const offline = new OfflineAudioContext(1, Math.ceil(sound.duration * RATE), RATE);
  const source = offline.createBufferSource();
  source.buffer = sound;
  source.connect(offline.destination);
  source.start();
  const samples = (await offline.startRendering()).getChannelData(0);
  const file = new File([wav(samples)], "voix.wav", { type: "audio/wav" });
  const files = new DataTransfer();
  files.items.add(file);
  field.files = files.files;
  heard.src = URL.createObjectURL(file);
  heard.hidden = false;
}

async function begin() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const parts = [];
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    recorder = null;
    button.textContent = "Enregistrer de nouveau";
    kept(new Blob(parts));
  };
  recorder.start();
  button.textContent = "Arrêter";
  setTimeout(() => recorder && recorder.stop(), LONGEST);
}

if (navigator.mediaDevices && window.MediaRecorder) {
  document.getElementById("recording").hidden = false;
  button.addEventListener("click", () => (recorder ? recorder.stop() : begin()));
}
