"""The pages of credits: holdings, import, retirements, pools, and the ledger."""
