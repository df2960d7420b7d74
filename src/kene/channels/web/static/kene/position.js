// A button under each box for a position: the telephone writes there where it is, once its holder
// lets it. Nothing is sent before the answers are.
"use strict";
for (const told of document.querySelectorAll("output[data-find]")) {
  const { find, wait, found, none } = told.dataset;
  const box = document.getElementById(told.htmlFor);
  const button = document.createElement("button");
  delete told.dataset.find;
  if (!navigator.geolocation) continue;
  button.type = "button";
  button.className = "quiet";
  button.textContent = find;
  button.onclick = () => {
    told.textContent = wait;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      box.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
      told.textContent = found.replace("{n}", Math.ceil(coords.accuracy));
    }, () => { told.textContent = none; }, { enableHighAccuracy: true, timeout: 60000 });
  };
  told.before(button, " ");
}
