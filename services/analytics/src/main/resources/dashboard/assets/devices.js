import { $, h, lone, part, say } from "./dom.js";
import { ago, energy, percent, power, words } from "./format.js";
import { show } from "./time.js";

const TOP = 5;

/** Who uses most. */
export class TopDevices {
  /** @param {{devices: object[]}} top the answer of top_consuming_devices */
  show({ devices }) {
    // Asked without a limit, as the service warms it; the card has room for five.
    const shown = devices.slice(0, TOP).map(topItem);
    $("top-list").replaceChildren(...(shown.length === 0 ? [lone("No readings in this time.")] : shown));
  }

  fail(problem) {
    if (!problem.away) $("top-list").replaceChildren(lone(problem.message));
  }
}

function topItem(device) {
  const { device_id: id, device_type: type, energy_wh: energyWh, share, estimated_wh: estimatedWh, coverage } = device;
  const estimated = energyWh > 0 ? Math.min(1, Math.abs((estimatedWh ?? 0) / energyWh)) : 0;
  const bars = [part(energyWh < 0 ? "out" : "", share * (1 - estimated))];
  if (estimated > 0) bars.push(part("estimated", share * estimated, share * (1 - estimated)));
  const about = [words(type)];
  if (coverage < 0.995) about.push(`coverage ${percent(coverage)}`);
  if (estimated > 0) about.push(`${percent(estimated)} estimated`);
  return h(
    "li",
    { "data-device": id },
    h("p", { class: "top-name" }, h("span", {}, id), h("data", { value: energyWh }, energy(energyWh))),
    h("span", { class: "track", "aria-hidden": "true" }, ...bars),
    h("p", { class: "note" }, h("span", {}, about.join(" · ")), h("span", {}, percent(share))),
  );
}

/** Which devices are there. */
export class DeviceStatus {
  /** @param {{devices: object[], total: number, online: number, offline: number}} status */
  show({ devices, total, online, offline }) {
    say(
      $("devices-note"),
      total === 0 ? "" : offline === 0 ? `All ${total} online` : `${online} of ${total} online, ${offline} offline`,
    );
    const missingFirst = [...devices].sort((a, b) => Number(a.state === "ONLINE") - Number(b.state === "ONLINE"));
    $("device-list").replaceChildren(
      ...(devices.length === 0 ? [lone("This household has no devices yet.")] : missingFirst.map(statusItem)),
    );
  }

  fail(problem) {
    if (!problem.away) {
      say($("devices-note"), "");
      $("device-list").replaceChildren(lone(problem.message));
    }
  }
}

function statusItem({ device_id: id, device_type: type, state, power_watts: watts, last_seen: lastSeen }) {
  const online = state === "ONLINE";
  const seen = lastSeen === null ? null : Date.parse(lastSeen);
  const about = [`${words(type)} · `];
  if (online) about.push("online");
  else if (seen === null) about.push("never seen");
  else about.push("last seen ", h("time", { datetime: lastSeen, title: show(seen, "full") }, ago(seen)));
  return h(
    "li",
    { class: `device ${online ? "online" : "offline"}`, "data-device": id },
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("span", { class: "device-name" }, id),
    h("span", {}, online ? power(watts) : "Offline"),
    h("span", { class: "note" }, ...about),
  );
}
