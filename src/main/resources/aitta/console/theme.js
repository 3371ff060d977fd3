// Runs before the page is painted, so that it never flashes in the other theme.
// A classic script: a module would come too late.
(() => {
  try {
    const chosen = localStorage.getItem('aitta-theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // A browser that keeps nothing shows the theme of the system.
  }
})();
