/* The map, on the reader's wish: «Показать карту» loads Leaflet. With no tiles it is a schematic: a grid and labels.

   <div class="map" data-veche-module="…/map.js" data-leaflet="…/leaflet.js" data-css="…/leaflet.css" data-look="…/map.css" data-points="ID"
        data-tiles="https://…/{z}/{x}/{y}.png or empty" data-attribution="" data-lat data-lon data-zoom
        data-latfield="id_latitude" data-lonfield="id_longitude" …words>
     <button type="button" class="btn btn--2" data-veche-script hidden>Показать карту</button>
   </div>

   The points (json_script) are a list of {lat, lon, label, url, kind}. With latfield the map is for choosing a place. */
const loaded = new Map();

function load(url, tag) {
  if (!loaded.has(url))
    loaded.set(
      url,
      new Promise((done, fail) => {
        const element = document.createElement(tag);
        Object.assign(element, tag === "link" ? { rel: "stylesheet", href: url } : { src: url });
        element.addEventListener("load", done);
        element.addEventListener("error", fail);
        document.head.append(element);
      }),
    );
  return loaded.get(url);
}

/* A squared sheet instead of streets: enough to see what is beside what, with the scale in the corner. */
function schematic(L) {
  const Grid = L.GridLayer.extend({
    createTile() {
      const tile = document.createElement("div");
      tile.className = "map__tile";
      return tile;
    },
  });
  return new Grid();
}

function marker(L, point, always) {
  const kind = ["park", "group"].includes(point.kind) ? ` map__pin--${point.kind}` : "";
  const icon = L.divIcon({ className: `map__pin${kind}`, iconSize: [26, 26], iconAnchor: [13, 26], popupAnchor: [0, -26] });
  const pin = L.marker([point.lat, point.lon], { icon, title: point.label, alt: point.label, keyboard: true });
  if (always) {
    const words = document.createElement("span");
    words.textContent = point.label;
    pin.bindTooltip(words, { permanent: true, direction: "right", className: "map__label", offset: [14, -14] });
  }
  const popup = document.createElement("p");
  const name = document.createElement(point.url ? "a" : "b");
  if (point.url) name.href = point.url;
  name.textContent = point.label;
  popup.append(name);
  if (point.note) popup.append(document.createElement("br"), point.note);
  pin.bindPopup(popup);
  return pin;
}

async function show(box, button, asked = true) {
  button.disabled = true;
  try {
    await Promise.all([load(box.dataset.css, "link").then(() => load(box.dataset.look, "link")), load(box.dataset.leaflet, "script")]);
  } catch {
    button.disabled = false;
    button.textContent = box.dataset.failed;
    return;
  }
  const L = window.L;
  const source = document.getElementById(box.dataset.points);
  const points = source ? JSON.parse(source.textContent) : [];
  const canvas = document.createElement("div");
  canvas.className = "map__canvas";
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", box.dataset.label);
  button.replaceWith(canvas);

  const tiles = box.dataset.tiles;
  const map = L.map(canvas, { scrollWheelZoom: false, attributionControl: Boolean(tiles), minZoom: 3, maxZoom: 18 });
  if (tiles) L.tileLayer(tiles, { attribution: box.dataset.attribution, maxZoom: 18 }).addTo(map);
  else {
    schematic(L).addTo(map);
    canvas.classList.add("map__canvas--scheme");
  }
  L.control.scale({ imperial: false }).addTo(map);
  canvas.querySelector(".leaflet-control-zoom-in")?.setAttribute("aria-label", box.dataset.zoomin);
  canvas.querySelector(".leaflet-control-zoom-out")?.setAttribute("aria-label", box.dataset.zoomout);

  const pins = points.map((point) => marker(L, point, !tiles && points.length <= 60).addTo(map));
  const centre = [Number(box.dataset.lat), Number(box.dataset.lon)];
  if (pins.length > 1) map.fitBounds(L.featureGroup(pins).getBounds().pad(0.15), { maxZoom: 17 });
  else map.setView(pins.length ? pins[0].getLatLng() : centre, Number(box.dataset.zoom) || 16);
  if (box.dataset.latfield) pick(L, map, box);
  canvas.tabIndex = 0;
  if (asked) canvas.focus({ preventScroll: true });
}

/* Choosing a place: a press on the map, or moving the map under the cross by arrow keys and Enter. */
function pick(L, map, box) {
  const lat = document.getElementById(box.dataset.latfield);
  const lon = document.getElementById(box.dataset.lonfield);
  const icon = L.divIcon({ className: "map__pin map__pin--now", iconSize: [26, 26], iconAnchor: [13, 26] });
  const said = box.querySelector("[data-veche-said]");
  let pin;
  const put = (place) => {
    if (!pin) {
      pin = L.marker(place, { icon, draggable: true, alt: box.dataset.chosen }).addTo(map);
      pin.on("dragend", () => put(pin.getLatLng()));
    }
    pin.setLatLng(place);
    const shown = L.latLng(place).wrap();
    lat.value = shown.lat.toFixed(6);
    lon.value = shown.lng.toFixed(6);
    [lat, lon].forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (said) said.textContent = box.dataset.chosen;
  };
  if (lat.value && lon.value) {
    const kept = L.latLng(Number(lat.value.replace(",", ".")), Number(lon.value.replace(",", ".")));
    map.setView(kept, 17);
    put(kept);
  }
  map.on("click", (event) => put(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    event.preventDefault();
    put(map.getCenter());
  });
  map.getContainer().classList.add("map__canvas--pick");
}

export function setUp(box) {
  const button = box.querySelector("[data-veche-script]");
  button.hidden = false;
  button.addEventListener("click", () => show(box, button));
  // The list was asked for with its map: the wish has been said once.
  if (new URLSearchParams(location.search).get("view") === "map") show(box, button, false);
}
