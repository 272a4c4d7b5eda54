"""Operations to SQL, and servers to SchemaModels; one folder per dialect."""
