-- Submissions for wrk: each another prompt, by a hundred clients with keys of their own.
local number = 0

function request()
  number = number + 1
  local key = "luma-api-capacity-" .. number % 100
  local fields = {["Authorization"] = "Bearer " .. key, ["Content-Type"] = "application/json"}
  local body = '{"model":"ray-2","prompt":"a tiger in snow, number ' .. number .. ' [[never]]"}'
  return wrk.format("POST", "/dream-machine/v1/generations", fields, body)
end
