import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../sanctionwire/review/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing inline: the page runs under a strict content security policy
    modulePreload: false,
    sourcemap: false,
    target: "es2022",
    rollupOptions: {
      output: { entryFileNames: "assets/review.js", chunkFileNames: "assets/[name].js", assetFileNames: "assets/review[extname]" },
    },
  },
});
