/// The module Ingest.
