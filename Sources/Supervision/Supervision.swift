/// The module Supervision.
