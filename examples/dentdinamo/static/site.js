// DentDinamo's own script: it looks for clinics and answers the form. It keeps and sends nothing.
const find = document.querySelector("[data-find]");
if (find) {
  const clinics = [...document.querySelectorAll(".clinics > li")];
  const found = find.querySelector("[role=status]");
  find.hidden = false;
  find.querySelector("input").addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const clinic of clinics) clinic.hidden = !clinic.textContent.toLowerCase().includes(wanted);
    const count = clinics.filter((clinic) => !clinic.hidden).length;
    found.textContent = (count === 1 ? find.dataset.one : find.dataset.more).replace("{count}", count);
  });
}

const appointment = document.querySelector("[data-appointment]");
appointment?.addEventListener("submit", () => {
  window.dentdinamo.visit.steps.push("appointment");
  const answer = appointment.querySelector("[role=status]");
  answer.textContent = answer.dataset.thanks;
});
