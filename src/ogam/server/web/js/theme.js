// Before anything is drawn: light or dark, as chosen here. No module, so that it runs at once.
try {
  const theme = JSON.parse(localStorage.getItem("ogam")).theme;
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // nothing was chosen: the system decides
}
