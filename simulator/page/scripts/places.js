/** A drawn stand-in for a map: the same place always looks the same, and nothing is fetched. */

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** Numbers in 0…1 that follow from the coordinates. */
function sequence(latitude, longitude) {
  let seed = Math.abs(Math.round(latitude * 1e4) * 7919 + Math.round(longitude * 1e4) * 104729) % 2147483647 || 1;
  return () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
}

function blocks(next) {
  return Array.from({ length: 26 }, () => shape("rect", {
    x: Math.floor(next() * 15) * 22 - 6, y: Math.floor(next() * 8) * 22 - 5, width: 10 + next() * 22, height: 8 + next() * 20, rx: 2, class: next() > 0.82 ? "map-green" : "map-block",
  }));
}

function roads(next) {
  const tilt = (next() - 0.5) * 60;
  const lines = [60 + next() * 40, 200 + next() * 60].map((x) => `M${x} -5L${x + tilt} 165`);
  lines.push(`M-5 ${50 + next() * 30}L325 ${60 + next() * 50}`, `M-5 ${120 + next() * 20}L325 ${115 + next() * 30}`);
  return lines.map((d, index) => shape("path", { d, class: index === 2 ? "map-road main" : "map-road" }));
}

/** An SVG picture of the surroundings of a point, with a pin in the middle. */
export function mapPicture(latitude, longitude) {
  const next = sequence(latitude, longitude);
  const svg = shape("svg", { viewBox: "0 0 320 160", class: "map", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" });
  svg.append(shape("rect", { width: 320, height: 160, class: "map-ground" }), ...blocks(next));
  svg.append(shape("path", { d: `M-10 ${20 + next() * 30}C80 ${40 + next() * 60} 200 ${next() * 40} 330 ${60 + next() * 60}`, class: "map-river" }), ...roads(next));
  svg.append(shape("ellipse", { cx: 160, cy: 84, rx: 8, ry: 3, class: "map-shadow" }), shape("path", { d: "M160 84c-9-11-15-18-15-27a15 15 0 0 1 30 0c0 9-6 16-15 27z", class: "map-pin" }), shape("circle", { cx: 160, cy: 57, r: 5.5, fill: "#fff" }));
  return svg;
}
