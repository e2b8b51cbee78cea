// Brings the page into the state that it is to show, as a visitor would.
akkoord.ready.then(() => {
  const { state } = document.documentElement.dataset;
  if (state === "panel") akkoord.open();
  // the banner is out of the way of the placeholder once it is answered
  if (state === "placeholder") akkoord.rejectAll();
});
