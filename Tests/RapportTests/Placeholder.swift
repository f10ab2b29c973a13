// Rapport
