"""Parts of tools/generate-sample: a supplier of elevator parts and its sixty customers."""
