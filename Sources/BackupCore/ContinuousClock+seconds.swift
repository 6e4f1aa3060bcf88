extension ContinuousClock.Instant {
    /// Seconds from then to now, whatever becomes of the time of day meanwhile.
    package var secondsToNow: Double { duration(to: .now) / .seconds(1) }
}
