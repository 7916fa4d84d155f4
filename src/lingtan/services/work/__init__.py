"""Long work as jobs: batches of certificates and their files, tables of products, studies of many draws."""
