// What is wrong with the page that is open, for those who cannot see it, or see it on a phone:
// a list of sentences. Run by the tests within the page.
() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen, .skip');
  const told = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.trim().slice(0, 40)}`;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  const nameOf = (element) => {
    const by = element.getAttribute('aria-labelledby');
    return (element.getAttribute('aria-label')
      ?? (by && by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '))
      ?? ([...(element.labels ?? [])].map((label) => label.textContent).join(' ') || element.textContent)).trim();
  };
  all('a[href], button, input, select, textarea, summary, dialog[open], section, progress, [role=img], [role=region], [role=group]').forEach((element) => {
    if (nameOf(element) === '') {
      faults.push(`no name: ${told(element)}`);
    }
  });
  all('img').filter((image) => image.getAttribute('alt') === null).forEach((image) => faults.push(`no alt: ${told(image)}`));
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => faults.push(`id twice: ${id}`));
  for (const name of ['aria-describedby', 'aria-labelledby', 'for']) {
    document.querySelectorAll(`[${name}]`).forEach((element) => element.getAttribute(name).split(/\s+/)
      .filter((id) => !document.getElementById(id)).forEach((id) => faults.push(`${name} leads nowhere: ${id}`)));
  }
  const levels = all('h1, h2, h3, h4').filter((heading) => !heading.closest('dialog')).map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) {
    faults.push(`headings of the first level: ${levels.filter((level) => level === 1).length}`);
  }
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) {
      faults.push(`a heading of level ${level} after one of ${levels[index - 1] ?? 0}`);
    }
  });
  document.querySelectorAll('[tabindex]').forEach((element) => {
    if (element.tabIndex > 0) {
      faults.push(`tabindex above 0: ${told(element)}`);
    }
  });
  if (!document.documentElement.lang || !document.title || !document.querySelector('main') || !document.querySelector('nav[aria-label]')) {
    faults.push('no language, title, main or named nav');
  }

  if (document.documentElement.scrollWidth > innerWidth) {
    all('body *').filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.scroll, pre'))
      .slice(0, 5).forEach((element) => faults.push(`wider than the screen: ${told(element)}`));
  }
  all('button, input, select, .bar nav a').forEach((element) => {
    const box = element.getBoundingClientRect();
    if (Math.max(box.height, box.width) < 16 || (!['checkbox', 'radio'].includes(element.type) && box.height < 24)) {
      faults.push(`too small to be hit: ${told(element)}`);
    }
  });

  // Contrast of text, as WCAG 2 has it. The canvas knows every way to write a colour.
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour[3] === 1) {
        break;
      }
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  all('body *').filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && !element.closest('svg, :disabled, noscript, .stale main')).forEach((element) => {
    const style = getComputedStyle(element);
    const behind = background(element);
    const [a, b] = [light(over(rgba(style.color), behind)), light(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      faults.push(`contrast ${ratio.toFixed(2)}: ${told(element)}`);
    }
  });
  return [...new Set(faults)];
}
