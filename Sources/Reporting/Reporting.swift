/// The module Reporting.
