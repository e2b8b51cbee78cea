/** Saves a chart as a picture. */

export function save(canvas: HTMLCanvasElement, paper: string, title: string, ink: string, name: string): void {
  const picture = document.createElement("canvas");
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const head = 48 * scale;
  picture.width = canvas.width;
  picture.height = canvas.height + head;
  const context = picture.getContext("2d") as CanvasRenderingContext2D;
  context.fillStyle = paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = ink;
  context.font = `600 ${17 * scale}px ${getComputedStyle(document.body).fontFamily}`;
  context.fillText(title, 12 * scale, 30 * scale, picture.width - 24 * scale);
  context.drawImage(canvas, 0, head);
  picture.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
