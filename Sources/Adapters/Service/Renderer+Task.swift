extension Renderer {
    /// Renders a task.
    ///
    /// - Parameter task: The task, of whatever dialect.
    /// - Returns: Its document, compact.
    /// - Throws: ``AdapterError`` if the record says what its shape cannot mean.
    package func document(of task: TaskRecord) throws(AdapterError) -> [UInt8] {
        guard let document = try render([task.lineByItself]).documents.first else {
            throw AdapterError(.notAGeneration, "the record renders to nothing")
        }
        return Array(document.utf8)
    }
}
