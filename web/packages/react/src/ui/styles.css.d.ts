// `import '@bookplate/react/ui/styles.css'` is checked by TypeScript as an import of a module.
export {};
