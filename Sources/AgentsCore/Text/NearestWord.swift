extension [String] {
    /// The entry that a misspelled word most likely means, if any is near.
    package func nearest(to word: String) -> String? {
        let ranked = map { (entry: $0, distance: $0.distance(to: word)) }.min { $0.distance < $1.distance }
        // Two letters more or less are a slip in a long word and another word in a short one.
        let letters = word.drop { $0 == "-" }.count
        guard let ranked, ranked.distance <= (letters < 5 ? 1 : 2), ranked.distance < letters else { return nil }
        return ranked.entry
    }
}

extension String {
    /// Letters to insert, delete or replace to get from one word to another (Levenshtein).
    fileprivate func distance(to other: String) -> Int {
        let target = Array(other.prefix(64))
        var row = Array(0...target.count)
        for (line, letter) in self.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in target.indices {
                let change = diagonal + (letter == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[target.count]
    }
}
