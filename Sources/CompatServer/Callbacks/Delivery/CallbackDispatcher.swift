import AgentsCore

/// Delivers callbacks when they are due, so that one receiver's trouble is not another's.
///
/// Everything that must last is in the store; this only knows what is on its way.
actor CallbackDispatcher {
    /// Settings.
    struct Options: Sendable {
        /// Callbacks that may be on their way at once.
        var concurrency = 32
        /// Of these, to one receiver.
        var perReceiver = 4
        /// How long after it was handed out a callback is taken to be lost with whoever had it.
        ///
        /// An attempt takes five seconds, and looking up its host about as long; a run that was killed leaves nothing on its
        /// way after that.
        var claim = Duration.seconds(20)
        /// How long a callback that was handed out may wait for a place at its receiver.
        ///
        /// Together with an attempt it takes less than the claim.
        var holding = Duration.seconds(5)
        /// How long a callback is tried at most, which counts where its receiver is hardly ever up.
        var lifetime = Duration.seconds(3 * 86_400)
        /// When each is sent again.
        var schedule = DeliverySchedule()
        /// How long nobody looks at most, because other programs make callbacks due as well; for ever if there is none.
        var lookInterval: Duration?
    }

    let options: Options
    let store: any CallbackOutbox
    let sender: CallbackSender
    let watch: ClockWatch
    let clock: any ServerClock
    let metrics: Metrics
    let log: EventLog

    /// Callbacks on their way, by their ids.
    var deliveries: [String: Task<Void, Never>] = [:]
    /// The tasks that they and those that wait are about, each of which has one of them: claims end with the time, which can be set forward.
    var busyTasks: Set<String> = []
    /// How many of them go to each receiver.
    var receivers: [String: Int] = [:]
    /// Callbacks that were handed out and wait for a place at their receivers.
    var held = HeldCallbacks()
    /// What is known of receivers that are in trouble.
    var breakers: [String: CircuitBreaker] = [:]
    private var round: Task<Void, Never>?
    private var isWanted = false
    /// Whether nothing is sent any more but what is on its way.
    private(set) var isStopped = false
    private var alarm: (due: Duration, task: Task<Void, Never>)?
    private var nextExpiry: Duration
    /// What both clocks said at the last look.
    var lastLook: (time: WallTime, now: Duration)?

    init(
        _ options: Options = Options(), store: any CallbackOutbox, sender: CallbackSender, watch: ClockWatch? = nil,
        clock: any ServerClock, metrics: Metrics = Metrics(), log: EventLog
    ) {
        self.options = options
        self.store = store
        self.sender = sender
        self.watch = watch ?? ClockWatch(clock, log: log)
        self.clock = clock
        self.metrics = metrics
        self.log = log
        // What lay while nobody ran is tried before it is given up.
        nextExpiry = clock.now + Self.expiryInterval
    }

    private static let expiryInterval = Duration.seconds(3600)
    /// How long what cannot be sent just now waits for another try.
    static let pause = Duration.seconds(1)
    /// How long nobody looks again after the store has failed.
    private static let faultPause = Duration.seconds(10)

    /// Whether nothing is on its way or being looked for.
    var isIdle: Bool { deliveries.isEmpty && round == nil }

    /// Looks for callbacks that are due; returns at once.
    func wake() {
        isWanted = true
        guard !isStopped, round == nil else { return }
        round = Task { await look() }
    }

    /// Ends what is on its way, so that the next run sends it again, and sends nothing more.
    func stop() async {
        isStopped = true
        alarm?.task.cancel()
        alarm = nil
        for delivery in deliveries.values { delivery.cancel() }
        await round?.value
        await release(held.removeAll(), due: clock.wallTime)
        while let delivery = deliveries.values.first { await delivery.value }
    }

    // MARK: Rounds

    private func look() async {
        while isWanted && !isStopped {
            isWanted = false
            await followClock()
            await expire()
            if let time = await startDue() {
                await setAlarm(since: time)
            } else {
                setAlarm(at: clock.now + Self.faultPause)
            }
        }
        round = nil
    }

    /// Starts what is due, as far as there is room.
    ///
    /// Those that wait for a place at their receivers take none of the others': a receiver has some from one claim only, which
    /// brings no more than there are places.
    ///
    /// - Returns: The time up to which everything was looked at; nothing if the store has failed.
    private func startDue() async -> WallTime? {
        var time = clock.wallTime
        while deliveries.count < options.concurrency, !isStopped {
            time = clock.wallTime
            let claim = CallbackClaim(
                at: time, until: time + options.claim, limit: options.concurrency - deliveries.count,
                except: engagedReceivers, tasks: busyTasks.sorted())
            let end = clock.now + options.holding
            do throws(StoreError) {
                let claimed = try await store.claimCallbacks(claim)
                if claimed.isEmpty { break }
                for callback in claimed where !start(callback) {
                    busyTasks.insert(callback.callback.taskID)
                    held.insert(callback, until: end)
                }
                for receiver in held.receivers { await startHeld(of: receiver) }
            } catch {
                log.error("cannot look for callbacks", ["error": "\(error)"])
                return nil
            }
        }
        return time
    }

    /// Receivers that get no more for now.
    private var engagedReceivers: [String] {
        Set(receivers.keys).union(breakers.keys).filter { capacity(of: $0) <= 0 }.union(held.receivers).sorted()
    }

    private func capacity(of receiver: String) -> Int {
        let limit = breakers[receiver]?.capacity(at: clock.now, limit: options.perReceiver) ?? options.perReceiver
        return limit - receivers[receiver, default: 0]
    }

    /// Starts what has waited for a place at a receiver; what may not be sent any more, the next look finds again.
    func startHeld(of receiver: String) async {
        if isStopped || breakers[receiver] != nil || held.end(of: receiver).map({ $0 <= clock.now }) ?? false {
            return await release(held.removeAll(of: receiver), due: clock.wallTime)
        }
        while capacity(of: receiver) > 0, let next = held.popFirst(of: receiver) { _ = start(next) }
    }

    private func start(_ outgoing: OutgoingCallback) -> Bool {
        let receiver = outgoing.callback.origin
        guard !isStopped, capacity(of: receiver) > 0 else { return false }
        receivers[receiver, default: 0] += 1
        busyTasks.insert(outgoing.callback.taskID)
        deliveries[outgoing.callback.id] = Task { await deliver(outgoing) }
        return true
    }

    /// Gives up, once an hour, what has been tried for too long.
    private func expire() async {
        guard clock.now >= nextExpiry else { return }
        nextExpiry = clock.now + Self.expiryInterval
        guard watch.isTrusted else { return }
        do throws(StoreError) {
            let count = try await store.expireCallbacks(startedBefore: clock.wallTime + (.zero - options.lifetime))
            if count > 0 { log.warn("gave callbacks up that were tried for too long", ["callbacks": "\(count)"]) }
        } catch {
            log.error("cannot give up old callbacks", ["error": "\(error)"])
        }
    }

    // MARK: Waiting

    /// Sees to it that somebody looks when the next callback is due, or its receiver may be tried again.
    ///
    /// - Parameter time: The time up to which what is due was looked at.
    private func setAlarm(since time: WallTime) async {
        // Without a place for one more, whoever makes one looks.
        guard deliveries.count < options.concurrency else { return }
        var due = breakers.values.compactMap(\.reopening).filter { $0 > clock.now }.min()
        do throws(StoreError) {
            if let next = try await store.nextCallback(except: engagedReceivers) {
                // What was due and not handed out waits for the end of a claim on its task.
                let moment = clock.now + (next > time ? next - clock.wallTime : .seconds(1))
                due = min(due ?? moment, moment)
            }
        } catch {
            log.error("cannot tell when the next callback is due", ["error": "\(error)"])
            due = clock.now + Self.faultPause
        }
        if let interval = options.lookInterval { due = min(due ?? clock.now + interval, clock.now + interval) }
        setAlarm(at: due)
    }

    private func setAlarm(at due: Duration?) {
        alarm?.task.cancel()
        alarm = nil
        guard let due, !isStopped else { return }
        alarm = (due, Task { await ring(at: due) })
    }

    private func ring(at due: Duration) async {
        do {
            try await clock.sleep(until: due)
        } catch {
            return
        }
        if alarm?.due == due { alarm = nil }
        wake()
    }
}
