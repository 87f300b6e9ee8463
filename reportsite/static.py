"""Static files under names that hold their hash, so that browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; modules import one another by hashed names too."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a pass for each step of the longest chain of imports, and one to see that it is done
