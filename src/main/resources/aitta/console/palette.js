// A colour for each node and zone: kept for as long as the page is open, whoever joins or leaves.
// Hues lie a golden angle apart, so neighbours differ however many there are.

const GOLDEN = 137.508;
const FIRST = 235;

export class Palette {
  #hues = new Map();

  /** Learns names in their order; known ones keep their colour. */
  learn(names) {
    for (const name of [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
      if (!this.#hues.has(name)) {
        this.#hues.set(name, (FIRST + this.#hues.size * GOLDEN) % 360);
      }
    }
  }

  /** For the custom property --hue, from which the style sheet makes a colour of the theme. */
  hue(name) {
    return (this.#hues.get(name) ?? 0).toFixed(1);
  }
}

export const nodes = new Palette();
export const zones = new Palette();
