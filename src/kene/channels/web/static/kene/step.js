// A page that answers a form gets its own address, at which it can be opened again.
"use strict";
const { here } = document.documentElement.dataset;
if (here) history.replaceState(null, "", here);
