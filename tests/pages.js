/* Measures the page that it stands in; tests/pages.sh puts it there. */
"use strict";

function said(text)
{
	parent.postMessage(window.name + " " + text, "*");
}

/* A colour of CSS as the browser computes it: red, green, blue, and how opaque. */
function parts(colour)
{
	const numbers = colour.match(/[\d.]+/g).map(Number);

	return numbers.length < 4 ? numbers.concat(1) : numbers;
}

/* WCAG 2.1, relative luminance and contrast ratio. */
function luminance(colour)
{
	const [red, green, blue] = colour.map(function (part) {
		const share = part / 255;

		return share <= 0.04045 ? share / 12.92
					: Math.pow((share + 0.055) / 1.055, 2.4);
	});

	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other)
{
	const a = luminance(one.slice(0, 3));
	const b = luminance(other.slice(0, 3));

	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function background(element)
{
	for (let at = element; at; at = at.parentElement) {
		const colour = parts(getComputedStyle(at).backgroundColor);

		if (colour[3] > 0)
			return colour;
	}
	return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0, 1]
								  : [255, 255, 255, 1];
}

function place(element)
{
	return element.nodeName.toLowerCase() + " '" +
	       element.textContent.trim().slice(0, 40) + "'";
}

function is_seen(element)
{
	const box = element.getBoundingClientRect();

	return box.width > 1 && box.height > 1;
}

/* A text has the same colours as others of its kind: what it is called, and what it
 * stands in. */
function kind(element)
{
	let name = "";

	for (let at = element; at !== document.body; at = at.parentElement)
		name += at.nodeName + "." + at.getAttribute("class") + " ";
	return name;
}

function measure_text(element, found)
{
	const style = getComputedStyle(element);
	const is_drawn = element instanceof SVGElement;
	const colour = parts(is_drawn ? style.fill : style.color);
	const ratio = contrast(colour, background(element));

	if (colour[3] < 1 || ratio < 4.5)
		found.pale = found.pale ||
			     place(element) + " has a contrast of " + ratio.toFixed(2);
}

function measure_box(element, found)
{
	const box = element.getBoundingClientRect();

	if (box.left < -0.5 || box.right > innerWidth + 0.5)
		found.wide = found.wide || place(element) + " reaches from " +
						   box.left.toFixed(0) + " to " +
						   box.right.toFixed(0);
}

addEventListener("load", function () {
	const found = {};
	const kinds = new Set();

	for (const element of document.querySelectorAll("body *")) {
		const text = Array.from(element.childNodes).some(function (node) {
			return node.nodeType === Node.TEXT_NODE &&
			       node.textContent.trim() !== "";
		});

		if (element.closest("title, script") || !is_seen(element))
			continue;
		measure_box(element, found);
		if (text && !kinds.has(kind(element))) {
			kinds.add(kind(element));
			measure_text(element, found);
		}
	}
	if (document.documentElement.scrollWidth > innerWidth)
		said("is " + document.documentElement.scrollWidth + " pixels wide");
	if (found.wide)
		said(found.wide);
	if (found.pale)
		said(found.pale);
	said("measured " + document.documentElement.scrollHeight);
});
