/* The log-in for another tab is done: tell that tab, and close this one where the browser lets us. */
"use strict";

new BroadcastChannel("tkm-masuk").postMessage("masuk");
close();
