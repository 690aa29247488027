value = undefined_in_module
