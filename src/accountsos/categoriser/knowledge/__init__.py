"""What is known of payees before a company has filed anything: brands, merchant codes, words, and their categories."""
