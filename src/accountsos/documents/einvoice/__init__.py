"""Electronic invoices: UBL, CII (also inside Factur-X and ZUGFeRD PDFs) and FatturaPA."""
