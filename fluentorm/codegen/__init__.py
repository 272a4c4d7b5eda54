"""A SchemaModel in, a package of typed Python models out."""

from fluentorm.codegen.write import (
    WriteResult,
    compare_models,
    generate_models,
    model_files,
    remove_models,
)

__all__ = ["WriteResult", "compare_models", "generate_models", "model_files", "remove_models"]
