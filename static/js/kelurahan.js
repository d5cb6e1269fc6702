/* The two selects of a home: a kecamatan narrows the kelurahan, a kelurahan tells its kecamatan. The server checks both. */
"use strict";

const HEAD = "Kec. ";

function selects() {
  return [document.getElementById("id_kecamatan"), document.getElementById("id_kelurahan")];
}

/* Only the kelurahan of the chosen kecamatan are offered; one that lies elsewhere is let go. */
function narrow() {
  const [kecamatan, kelurahan] = selects();
  if (!kecamatan || !kelurahan) return;
  for (const group of kelurahan.querySelectorAll("optgroup")) {
    group.hidden = kecamatan.value !== "" && group.label !== HEAD + kecamatan.value;
  }
}

document.addEventListener("change", (event) => {
  const [kecamatan, kelurahan] = selects();
  if (event.target === kecamatan) {
    narrow();
    const chosen = kelurahan.selectedOptions[0]?.parentElement;
    if (kecamatan.value && chosen?.label !== HEAD + kecamatan.value) kelurahan.value = "";
  } else if (event.target === kelurahan) {
    const chosen = kelurahan.selectedOptions[0]?.parentElement;
    if (chosen?.label) kecamatan.value = chosen.label.slice(HEAD.length);
    narrow();
  }
});
document.addEventListener("htmx:afterSettle", narrow);
narrow();
