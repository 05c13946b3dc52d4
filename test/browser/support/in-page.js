/*
 * Looks at the page that is open, and tells what is wrong with it. Runs in the browser; an expression, whose value is a
 * list of sentences. It needs no script on the page.
 */
(() => {
  /** Words on a ground, and large words on a ground (WCAG 1.4.3). */
  const TEXT_MIN = 4.5;
  const LARGE_TEXT_MIN = 3;
  const LARGE_PX = 24;
  const LARGE_BOLD_PX = 18.66;
  /** What a finger or a shaking hand can hit (WCAG 2.5.8). */
  const TARGET_PX = 24;

  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (element) => {
    const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${element.localName}${element.className ? ` class="${element.className}"` : ''}> “${text}”`;
  };
  const expectThat = (holds, sentence) => {
    if (!holds) faults.push(sentence);
  };

  checkStructure();
  checkHeadings();
  checkTables();
  checkControls();
  checkReferences();
  checkWidth();
  checkContrast();
  return faults;

  function checkStructure() {
    expectThat(document.documentElement.lang === 'en', 'the page has no language');
    expectThat(document.title.trim() !== '', 'the page has no title');
    expectThat(all('main').length === 1, 'there is not exactly one main landmark');
    expectThat(all('body > header').length === 1, 'there is not exactly one banner');
    expectThat(all('body > footer').length === 1, 'there is not exactly one content information');
    expectThat(
      document.querySelector('a')?.className === 'skip',
      'the first link does not skip to the content',
    );
    for (const nav of all('nav, aside, search')) {
      expectThat(nav.ariaLabel !== null, `${named(nav)} has no name`);
    }
    for (const section of all('section')) {
      expectThat(section.getAttribute('aria-labelledby') !== null, `${named(section)} has no name`);
    }
    for (const list of all('ul, ol')) {
      for (const child of list.children)
        expectThat(child.localName === 'li', `${named(child)} stands in a list`);
    }
    for (const term of all('dt')) {
      expectThat(term.nextElementSibling?.localName === 'dd', `${named(term)} has no description`);
    }
    for (const time of all('time')) {
      expectThat(!Number.isNaN(Date.parse(time.dateTime)), `${named(time)} has no exact time`);
    }
    expectThat(
      all('script:not(#start), style, [style], iframe, object').length === 0,
      'something is put in that is no content',
    );
  }

  function checkHeadings() {
    const levels = all('h1, h2, h3, h4, h5, h6').map(({ localName }) => Number(localName.slice(1)));
    expectThat(levels.filter((level) => level === 1).length === 1, 'there is not exactly one first heading');
    expectThat(levels[0] === 1, 'the first heading is not the first one');
    for (const [index, level] of levels.entries()) {
      const before = levels[index - 1] ?? 0;
      expectThat(level <= before + 1, `a heading of level ${level} follows one of level ${before}`);
    }
  }

  function checkTables() {
    for (const table of all('table')) {
      expectThat((table.caption?.textContent ?? '').trim() !== '', `${named(table)} has no caption`);
      for (const head of table.tHead?.querySelectorAll('th') ?? []) {
        expectThat(head.scope === 'col', `${named(head)} heads no column`);
      }
      for (const row of table.tBodies[0]?.rows ?? []) {
        const [first, ...others] = row.cells;
        expectThat(first?.scope === 'row', `${named(row)} has no heading`);
        expectThat(
          others.every(({ localName }) => localName === 'td'),
          `${named(row)} has more than one heading`,
        );
        expectThat(row.cells.length === table.tHead?.rows[0]?.cells.length, `${named(row)} lacks a cell`);
      }
    }
  }

  function checkControls() {
    for (const input of all('input')) expectThat(input.labels.length > 0, `${named(input)} has no label`);
    for (const meter of all('meter')) expectThat(meter.ariaLabel !== null, `${named(meter)} has no name`);
    for (const link of all('a[href], button, summary')) {
      expectThat((link.textContent ?? '').trim() !== '', `${named(link)} says nothing`);
    }
    for (const target of all('button, input, summary, .button, .nav-link, .pager a, .brand')) {
      const { width, height } = target.getBoundingClientRect();
      expectThat(Math.min(width, height) >= TARGET_PX, `${named(target)} is only ${width} by ${height} wide`);
    }
  }

  function checkReferences() {
    const ids = all('[id]').map(({ id }) => id);
    expectThat(new Set(ids).size === ids.length, `ids are there twice: ${ids.join(' ')}`);
    for (const name of ['aria-labelledby', 'aria-describedby', 'for']) {
      for (const element of all(`[${name}]`)) {
        expectThat(
          ids.includes(element.getAttribute(name)),
          `${named(element)} refers to nothing by ${name}`,
        );
      }
    }
    for (const link of all('a[href^="#"]')) {
      expectThat(ids.includes(link.getAttribute('href').slice(1)), `${named(link)} leads nowhere`);
    }
  }

  function checkWidth() {
    const { scrollWidth, clientWidth } = document.documentElement;
    expectThat(
      scrollWidth <= clientWidth,
      `the page is ${scrollWidth} wide where ${clientWidth} can be seen`,
    );
    for (const element of all('main *, header *, footer *')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0 || isHidden(element)) continue;
      expectThat(left >= -1 && right <= clientWidth + 1, `${named(element)} is cut off`);
    }
  }

  function checkContrast() {
    for (const element of all('body, body *')) {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      );
      if (!hasText || element.getClientRects().length === 0 || isHidden(element)) continue;
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const size = Number.parseFloat(fontSize);
      const isLarge = size >= LARGE_PX || (size >= LARGE_BOLD_PX && Number(fontWeight) >= 700);
      const found = contrast(channels(color), groundOf(element));
      const least = isLarge ? LARGE_TEXT_MIN : TEXT_MIN;
      expectThat(found >= least, `${named(element)} has a contrast of ${found.toFixed(2)}`);
    }
  }

  /** Hidden from the eye and kept for those who listen, or in a part that is closed. */
  function isHidden(element) {
    return (
      element.closest('thead')?.matches('[hidden]') === true ||
      element.closest('.skip') !== null ||
      !element.checkVisibility({ contentVisibilityAuto: true }) ||
      isClipped(element)
    );
  }

  function isClipped(element) {
    for (let at = element; at !== null; at = at.parentElement) {
      if (getComputedStyle(at).clipPath !== 'none') return true;
    }
    return false;
  }

  /** The nearest ground that is not seen through. */
  function groundOf(element) {
    for (let at = element; at !== null; at = at.parentElement) {
      const ground = channels(getComputedStyle(at).backgroundColor);
      if (ground[3] === 1) return ground;
      if (ground[3] !== 0) faults.push(`${named(at)} has a ground that is seen through in part`);
    }
    return [255, 255, 255, 1];
  }

  function channels(colour) {
    const found = /^rgba?\(([^)]*)\)$/
      .exec(colour)?.[1]
      ?.split(/[\s,/]+/)
      .map(Number);
    if (found === undefined) faults.push(`the colour ${colour} cannot be read`);
    const [r = 0, g = 0, b = 0, alpha = 1] = found ?? [];
    return [r, g, b, alpha];
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  /** Relative luminance (WCAG 2.2). */
  function luminance([r, g, b]) {
    const linear = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
})();
