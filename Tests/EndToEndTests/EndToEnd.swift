import Testing

/// Tests of everything together: nginx, the worker, its dump program, a database server.
///
/// They share one stack, which each of them first puts back to the fixture, so they run one after the other.
@Suite(.serialized) enum EndToEnd {}
