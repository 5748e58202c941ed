/// Settings of callbacks.
package struct CallbackOptions: Sendable {
    /// Whether callbacks may go to private networks and to this machine, as in development.
    package var allowsPrivateTargets = false
    /// What callbacks are signed with; all of them sign, and without one nothing is signed.
    package var signingSecrets: [SigningSecret] = []
    /// How often the store is looked at for callbacks that another program has made due, as an operator does who sends
    /// them again; never if there is none.
    package var lookInterval: Duration?

    /// Creates settings.
    package init() {}
}
