/// The module Spool.
