// Toasts: those of the server fade after eight seconds; HX-Trigger {"toast": "..."} shows another.
const shelf = document.getElementById("avisos");

function fade(toast) {
  setTimeout(() => toast.remove(), 8000);
}

for (const toast of shelf.children) fade(toast);

document.addEventListener("toast", (event) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = event.detail.value;
  shelf.append(toast);
  fade(toast);
});
